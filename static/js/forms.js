// Forms: focus on the error summary, one submission per click, and asking once more before what cannot be undone.
"use strict";
(() => {
  const summary = document.querySelector("[data-focus-on-load]");
  if (summary && !summary.closest("[data-example]")) summary.focus();

  // A link in the error summary puts the cursor in its field.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  // data-confirm="Vraag?" on a form or a button.
  const ask = (question, label) =>
    new Promise((answer) => {
      const dialog = document.createElement("dialog");
      dialog.className = "confirm-dialog";
      const text = document.createElement("p");
      text.className = "confirm-dialog__text";
      text.id = "confirm-dialog-text";
      text.textContent = question;
      dialog.setAttribute("aria-labelledby", text.id);
      const row = document.createElement("form");
      row.method = "dialog";
      row.className = "button-row";
      for (const [value, word, look] of [["yes", label, "button"], ["", "Annuleren", "button button--quiet"]]) {
        const button = document.createElement("button");
        button.value = value;
        button.textContent = word;
        button.className = look;
        row.append(button);
      }
      dialog.append(text, row);
      document.body.append(dialog);
      dialog.addEventListener("close", () => {
        dialog.remove();
        answer(dialog.returnValue === "yes");
      });
      dialog.showModal();
    });

  const confirmed = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (!question) return;
    if (confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const label = (button && button.textContent.trim()) || "Doorgaan";
    if (await ask(question, label)) {
      confirmed.add(form);
      form.requestSubmit(button);
    } else if (button) {
      button.focus();
    }
  });

  // data-submit-once: the second click of a double click does nothing. data-busy="Bezig ..." on the button is its text meanwhile.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-submit-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button) return;
    button.dataset.label = button.innerHTML;
    button.setAttribute("aria-busy", "true");
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy || "Even geduld…";
  });
  // Back to a page that the browser kept: its forms may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button[data-label]")) {
        button.innerHTML = button.dataset.label;
        button.removeAttribute("aria-busy");
        button.removeAttribute("aria-disabled");
      }
    }
  });
})();
