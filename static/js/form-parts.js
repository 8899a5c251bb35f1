// <form data-parts> with fieldsets [data-part]: on a phone one part at a time, with "Vorige" and "Volgende" and free
// jumping by the links to the parts. On a wider screen, and without this file, the whole form is one page.
"use strict";
(() => {
  const phone = window.matchMedia("(max-width: 47.99rem)");

  const watch = (form) => {
    const parts = [...form.querySelectorAll("[data-part]")];
    const links = () => [...document.querySelectorAll(".form-parts__link")];
    const buttons = form.querySelector("[data-part-buttons]");
    let current = 0;

    const row = document.createElement("div");
    row.className = "button-row form-parts__turn";
    const turn = (label, step, look) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = look;
      button.textContent = label;
      button.addEventListener("click", () => go(current + step));
      row.append(button);
      return button;
    };
    const next = turn("Volgende", 1, "button");
    const previous = turn("Vorige", -1, "button button--secondary");
    const place = document.createElement("p");
    place.className = "form-parts__place";
    row.append(place);
    buttons.before(row);

    const draw = () => {
      const narrow = phone.matches;
      form.classList.toggle("form--one-part", narrow);
      parts.forEach((part, number) => part.classList.toggle("part--away", narrow && number !== current));
      row.hidden = !narrow;
      buttons.classList.toggle("part--away", narrow && current !== parts.length - 1);
      previous.hidden = current === 0;
      next.hidden = current === parts.length - 1;
      place.textContent = `Deel ${current + 1} van ${parts.length}`;
      links().forEach((link, number) => {
        if (number === current && narrow) link.setAttribute("aria-current", "step");
        else link.removeAttribute("aria-current");
      });
    };
    const reveal = (number) => {
      current = Math.max(0, Math.min(parts.length - 1, number));
      draw();
    };
    const go = (number) => {
      reveal(number);
      if (!phone.matches) return;
      parts[current].focus({ preventScroll: true });
      (document.querySelector(".form-parts") || form).scrollIntoView({ block: "start" });
    };
    const partOf = (element) => parts.findIndex((part) => part.contains(element));

    // Before forms.js puts the cursor in the field of an error, or the browser follows a link: show the part.
    document.addEventListener(
      "click",
      (event) => {
        const link = event.target.closest("a[href^='#']");
        const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
        const number = target ? partOf(target) : -1;
        if (number < 0) return;
        if (target === parts[number] && phone.matches) {
          event.preventDefault();
          go(number);
        } else {
          reveal(number);
        }
      },
      true,
    );
    form.addEventListener("draft:shown", draw);
    phone.addEventListener("change", draw);

    const wrong = parts.findIndex((part) => part.querySelector(".field--invalid"));
    const asked = parts.findIndex((part) => `#${part.id}` === window.location.hash);
    // Questions above the form come after everything is filled in: the button to go on is in the last part.
    const done = form.querySelector("[data-parts-done]") ? parts.length - 1 : -1;
    reveal(Math.max(0, asked, wrong, done));
  };

  document.querySelectorAll("form[data-parts]").forEach(watch);
})();
