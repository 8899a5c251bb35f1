// <form data-autosave data-draft>: two windows, or a colleague, type in one draft.
// After each time that the draft was kept (event "autosave:kept"), the server's answer says what is stored in each field.
// What was changed elsewhere appears here; where both typed something else, both values are shown and the reader chooses.
"use strict";
(() => {
  const plain = (text) => (text || "").replace(/\r\n/g, "\n").trim();

  const watch = (form) => {
    const sentBefore = new Map(); // name -> what this window sent earlier: an answer that got lost is no conflict

    const controls = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
    const value = (name) => new FormData(form).get(name) || "";
    const show = (name, text) => {
      for (const control of controls(name)) {
        if (control.type === "radio") control.checked = control.value === text;
        else if (control.type === "checkbox") control.checked = text !== "";
        else control.value = text;
      }
    };

    const ask = (name, stored, conflict) => {
      const field = controls(name)[0].closest(".field");
      field.querySelector(".draft-conflict")?.remove();
      const box = document.createElement("div");
      box.className = "draft-conflict";
      box.setAttribute("role", "alert");
      const text = document.createElement("p");
      text.textContent = conflict.text;
      const row = document.createElement("div");
      row.className = "button-row";
      const seen = form.elements[`seen-${name}`];
      const choices = [
        [`Neem ${conflict.stored} over`, () => show(name, stored)],
        ["Houd wat hier staat", () => controls(name)[0].dispatchEvent(new Event("change", { bubbles: true }))],
      ];
      for (const [label, choose] of choices) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--secondary button--small";
        button.textContent = label;
        button.addEventListener("click", () => {
          seen.value = stored;
          box.remove();
          choose();
          (controls(name).find((control) => control.checked) || controls(name)[0]).focus();
        });
        row.append(button);
      }
      box.append(text, row);
      field.prepend(box);
    };

    // What the server finds wrong in what was typed, and no longer in what was put right.
    const judge = (name, sentences) => {
      const field = controls(name)[0].closest(".field");
      const ident = `id_${name}_error`;
      field.querySelector(".field__errors")?.remove();
      field.classList.toggle("field--invalid", sentences.length > 0);
      for (const control of controls(name)) {
        const described = (control.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== ident);
        if (sentences.length) described.push(ident);
        if (described.length) control.setAttribute("aria-describedby", described.join(" "));
        else control.removeAttribute("aria-describedby");
        if (sentences.length) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      }
      if (!sentences.length) {
        // Put right: its line in the summary goes too, and with the last line the summary.
        for (const link of document.querySelectorAll(`.error-summary a[href="#id_${name}"], .error-summary a[href="#id_${name}_0"]`)) {
          const summary = link.closest(".error-summary");
          link.closest("li").remove();
          if (!summary.querySelector("li")) summary.remove();
        }
        return;
      }
      const box = document.createElement("div");
      box.className = "field__errors";
      box.id = ident;
      box.setAttribute("role", "status");
      for (const sentence of sentences) {
        const line = document.createElement("p");
        line.className = "field__error";
        line.textContent = sentence;
        box.append(line);
      }
      (field.querySelector(".field__hint") || field.querySelector(".field__label")).after(box);
    };

    form.addEventListener("autosave:kept", ({ detail: { draft, sent } }) => {
      let again = null;
      for (const [name, stored] of Object.entries(draft.stored || {})) {
        const seen = form.elements[`seen-${name}`];
        if (!seen || !controls(name).length) continue;
        const mine = plain(sent.get(name));
        const conflict = draft.conflicts[name];
        const wrong = draft.errors[name] || [];
        const shownWrong = controls(name)[0].closest(".field").querySelector(".field__error");
        if (plain(sent.get(name)) && (wrong.length || shownWrong)) judge(name, wrong);
        if (conflict && sentBefore.get(name)?.has(plain(stored))) {
          seen.value = stored;
          again = controls(name)[0];
        } else if (conflict) {
          ask(name, stored, conflict);
        } else if (mine !== plain(seen.value)) {
          seen.value = stored;
        } else if (plain(stored) !== mine && plain(value(name)) === mine && !controls(name).includes(document.activeElement)) {
          show(name, stored);
          seen.value = stored;
        }
      }
      for (const name of Object.keys(draft.stored || {})) {
        if (!sentBefore.has(name)) sentBefore.set(name, new Set());
        sentBefore.get(name).add(plain(sent.get(name)));
      }
      if (again) again.dispatchEvent(new Event("change", { bubbles: true }));

      for (const [id, html] of Object.entries(draft.parts || {})) {
        const part = document.getElementById(id);
        if (part && part.dataset.html !== html && !part.contains(document.activeElement)) {
          part.dataset.html = html;
          part.innerHTML = html;
        }
      }
      form.dispatchEvent(new Event("draft:shown"));
    });

    window.addEventListener("beforeunload", (event) => {
      if (!form.dataset.sent && form.querySelector(".draft-conflict")) event.preventDefault();
    });
  };

  document.querySelectorAll("form[data-autosave][data-draft]").forEach(watch);
})();
