// <form data-search-box="/zoeken/suggesties/">: what one may mean stands under the box while one types (a combobox as in
// the ARIA practices: the focus stays in the box, the arrows choose). Ctrl+K, or Cmd+K, puts the cursor there. A key
// without Ctrl would come in the way of who speaks to his computer (WCAG 2.1.4).
"use strict";
(() => {
  const form = document.querySelector("form[data-search-box]");
  if (!form) return;
  const PAUSE = 250;
  const SHORTEST = 2; // letters that are suggested for (reporting.views.searching)
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let timer = null;
  let request = null;
  let active = -1;

  list.className = "suggestions";
  list.id = "zoek-suggesties";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggesties");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
    ["aria-keyshortcuts", "Control+K"],
  ])
    input.setAttribute(name, value);
  form.querySelector("kbd").hidden = false;

  const choices = () => [...list.querySelectorAll("[role=option]")];
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const choose = (number) => {
    const all = choices();
    active = number;
    all.forEach((choice, at) => choice.setAttribute("aria-selected", String(at === number)));
    if (all[number]) {
      input.setAttribute("aria-activedescendant", all[number].id);
      all[number].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const suggest = async () => {
    if (request) request.abort();
    request = new AbortController();
    const text = input.value.trim();
    try {
      const address = `${form.dataset.searchBox}?${new URLSearchParams(text ? { zoek: text } : {})}`;
      const answer = await fetch(address, { signal: request.signal, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) return show(false);
      const page = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html");
      list.replaceChildren(...page.querySelector("ul").children);
      active = -1;
      input.removeAttribute("aria-activedescendant");
      const number = choices().length;
      show(number > 0 && document.activeElement === input);
      const found = number ? `${number} ${number === 1 ? "suggestie" : "suggesties"}. Kies met de pijlen.` : "Geen suggesties.";
      status.textContent = number || text.length >= SHORTEST ? found : "";
    } catch (problem) {
      if (problem.name !== "AbortError") show(false); // the form still searches
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  input.addEventListener("focus", () => {
    if (list.hidden) suggest();
  });
  input.addEventListener("keydown", (event) => {
    const number = choices().length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && number) {
      event.preventDefault();
      show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(active < 0 ? (step > 0 ? 0 : number - 1) : (active + step + number) % number);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      window.location.assign(choices()[active].dataset.url);
    }
  });
  // Before the box loses the focus, which closes the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const choice = event.target.closest("[role=option]");
    if (choice) window.location.assign(choice.dataset.url);
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();
