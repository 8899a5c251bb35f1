// <form data-autosave="/adres/"> keeps a draft on the server while one types.
// Answer of the server: 200/204 is kept; JSON {"action": ..., "autosave": ...} gives a new draft its own addresses.
// Each time, the form gets an event "autosave:kept" with what was sent and what the server answered.
// Until it is kept, the page says so, tries again, and warns before it is left. Files go only with the real submission.
"use strict";
(() => {
  const PAUSE = 1500;
  const RETRY = [3000, 6000, 15000, 30000];
  const clock = new Intl.DateTimeFormat("nl-BE", { hour: "2-digit", minute: "2-digit" });
  const TEXTS = {
    offline: "Geen verbinding. Uw tekst staat nog op dit scherm; we proberen opnieuw.",
    failed: "Het concept is nog niet bewaard. We proberen opnieuw.",
    refused: "Het concept is nog niet bewaard: kijk na wat u invulde.",
    signed_out: "U bent niet meer aangemeld. Uw tekst staat nog op dit scherm. ",
  };

  const watch = (form) => {
    const status = form.querySelector("[data-autosave-status]") || document.createElement("p");
    status.setAttribute("role", "status");
    status.classList.add("form-status");
    if (!status.isConnected) form.append(status);

    let timer = null;
    let running = false;
    let tries = 0;
    let version = 0;
    let kept = 0;
    let leaving = false;

    const say = (text, problem = false) => {
      status.textContent = text;
      status.classList.toggle("form-status--problem", problem);
    };
    const saySignedOut = () => {
      say(TEXTS.signed_out, true);
      const link = document.createElement("a");
      link.href = form.dataset.loginUrl || "/account/login/";
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = "Meld u opnieuw aan (opent in een nieuw venster)";
      status.append(link);
    };
    const later = (pause) => {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    };
    const body = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      return data;
    };

    // Signing in again in another window gives a new token: the page itself knows it.
    const freshToken = async () => {
      const answer = await fetch(window.location.href, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("input[name=csrfmiddlewaretoken]");
      if (!token) return false;
      for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token.value;
      return true;
    };
    const send = (sent, options = {}) =>
      fetch(form.dataset.autosave, {
        method: "POST",
        body: sent,
        headers: { "X-Autosave": "1", Accept: "application/json" },
        ...options,
      });

    async function save() {
      if (running || leaving || version === kept) return;
      if (!navigator.onLine) {
        say(TEXTS.offline, true);
        return;
      }
      running = true;
      const now = version;
      let pause = RETRY[Math.min(tries, RETRY.length - 1)];
      try {
        let sent = body();
        let answer = await send(sent);
        if ((answer.status === 401 || answer.status === 403 || answer.redirected) && (await freshToken())) {
          sent = body();
          answer = await send(sent);
        }
        if (leaving) return;
        if (answer.status === 401 || answer.status === 403 || answer.redirected) {
          saySignedOut();
        } else if (answer.status === 400 || answer.status === 422) {
          say(TEXTS.refused, true);
          pause = 0;
        } else if (answer.status === 409) {
          say((await answer.json()).message, true); // sent in another window, or decided: typing on has no sense
          pause = 0;
        } else if (!answer.ok) {
          say(TEXTS.failed, true);
        } else {
          await adopt(answer, sent);
          kept = now;
          tries = 0;
          pause = version === kept ? 0 : PAUSE;
          say(`Concept bewaard om ${clock.format(new Date())}`);
        }
      } catch {
        say(TEXTS.offline, true);
      } finally {
        running = false;
      }
      if (version !== kept && pause) {
        tries += 1;
        later(pause);
      }
    }

    const adopt = async (answer, sent) => {
      if (!(answer.headers.get("Content-Type") || "").includes("application/json")) return;
      const draft = await answer.json();
      if (draft.autosave) form.dataset.autosave = draft.autosave;
      if (draft.action) {
        form.action = draft.action;
        history.replaceState(null, "", draft.action);
      }
      form.dispatchEvent(new CustomEvent("autosave:kept", { detail: { draft, sent } }));
    };

    // The window may be gone before the answer comes; when it stays, the answer counts as any other.
    const sendWhileLeaving = async () => {
      const sent = body();
      try {
        const answer = await send(sent, { keepalive: true });
        if (answer.ok && !answer.redirected) await adopt(answer, sent);
      } catch {
        // Tried again when the window is looked at.
      }
    };

    const changed = () => {
      version += 1;
      tries = 0;
      later(PAUSE);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("focusout", () => version !== kept && later(200));
    window.addEventListener("online", save);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") save();
      else if (version !== kept && !leaving && !running) sendWhileLeaving();
    });
    // On the document, after forms.js: a question that was answered with "Annuleren" is no departure.
    document.addEventListener("submit", (event) => {
      if (event.target === form && !event.defaultPrevented) leaving = true;
    });
    window.addEventListener("pageshow", () => {
      leaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (version !== kept && !leaving) event.preventDefault();
    });
  };

  document.querySelectorAll("form[data-autosave]").forEach(watch);
})();
