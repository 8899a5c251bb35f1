// Warns before the session ends, and keeps it going with one click (components/session_warning.html).
// Another tab may have used the session meanwhile: the server is asked before anybody is disturbed.
"use strict";
(() => {
  const dialog = document.querySelector("dialog[data-session]");
  if (!dialog) return;
  const form = dialog.querySelector("[data-session-form]");
  const text = document.getElementById(dialog.getAttribute("aria-describedby"));
  const title = document.getElementById(dialog.getAttribute("aria-labelledby"));
  const status = dialog.querySelector("[data-session-status]");
  const stay = dialog.querySelector("[data-session-stay]");
  const again = dialog.querySelector("[data-session-again]");
  const warnedBefore = Number(dialog.dataset.warnedBefore);
  const LONGEST_SLEEP = 60; // seconds: a computer that slept looks at the clock soon after it wakes
  const ASKED_EVERY = 15;

  let ends = Date.now() + Number(dialog.dataset.seconds) * 1000;
  let canGrow = dialog.dataset.canGrow === "yes";
  let isOver = false;
  let closedByReader = false;
  let askedAt = 0;
  let timer = null;

  const left = () => Math.max(0, Math.round((ends - Date.now()) / 1000));
  const words = (seconds) => {
    if (seconds > 90) return `${Math.round(seconds / 60)} minuten`;
    if (seconds > 45) return "1 minuut";
    return seconds > 20 ? "30 seconden" : "enkele seconden";
  };
  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(tick, Math.max(1, Math.min(seconds, LONGEST_SLEEP)) * 1000);
  };

  const ask = async (method) => {
    const headers = { Accept: "application/json" };
    if (method === "GET") headers["HX-Request"] = "true"; // asking is no use of the session
    const body = method === "POST" ? new FormData(form) : undefined;
    try {
      const answer = await fetch(form.action, { method, headers, body });
      if (answer.redirected || answer.status === 401) {
        ends = Date.now();
        return;
      }
      if (!answer.ok) return;
      const said = await answer.json();
      ends = Date.now() + said.seconds * 1000;
      canGrow = said.can_grow;
    } catch {
      // No connection: the clock of this page goes on.
    }
  };

  const say = () => {
    const told = canGrow
      ? `Over ${words(left())} wordt u afgemeld, omdat u een tijd niets deed. Blijft u aangemeld?`
      : `Over ${words(left())} wordt u afgemeld: na een lange tijd meldt iedereen zich opnieuw aan. Bewaar nu waar u mee bezig bent.`;
    if (text.textContent === told) return;
    text.textContent = told;
    if (dialog.open) status.textContent = told;
  };
  const warn = () => {
    stay.hidden = !canGrow;
    say();
    if (!dialog.open && !closedByReader) dialog.showModal();
    later(1);
  };
  const end = () => {
    isOver = true;
    title.textContent = "U bent afgemeld";
    text.textContent =
      "Wat u typte, staat nog op deze pagina. Verzend uw formulier gerust: u meldt zich dan eerst aan en er gaat niets verloren.";
    status.textContent = `U bent afgemeld. ${text.textContent}`;
    stay.hidden = true;
    again.hidden = false;
    if (!dialog.open) dialog.showModal();
  };

  const tick = async () => {
    if (isOver) return;
    if (left() > warnedBefore) {
      if (dialog.open) dialog.close();
      closedByReader = false;
      later(left() - warnedBefore);
      return;
    }
    if (Date.now() - askedAt > ASKED_EVERY * 1000 || left() === 0) {
      askedAt = Date.now();
      await ask("GET");
      if (left() > warnedBefore) return void tick();
    }
    if (left() === 0) end();
    else warn();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await ask("POST");
    if (dialog.open) dialog.close();
    closedByReader = false;
    tick();
  });
  dialog.querySelector("[data-session-close]").addEventListener("click", () => {
    closedByReader = true;
    dialog.close();
  });
  dialog.addEventListener("cancel", () => {
    closedByReader = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") tick();
  });
  tick();
})();
