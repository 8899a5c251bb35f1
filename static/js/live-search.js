// <form method="get" data-live-search="#resultaten"> searches while one types and replaces only that part of the page.
// The part may say what to read aloud: data-result-text="12 locaties gevonden".
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-live-search]")) {
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.className = "visually-hidden";
    form.append(status);
    let timer = null;
    let request = null;

    const search = async () => {
      if (request) request.abort();
      request = new AbortController();
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
      const address = `${form.getAttribute("action") || window.location.pathname}?${query}`;
      const part = document.querySelector(form.dataset.liveSearch);
      part.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(address, { signal: request.signal, headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || answer.redirected) {
          form.submit();
          return;
        }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const found = page.querySelector(form.dataset.liveSearch);
        part.replaceWith(found);
        history.replaceState(null, "", address);
        status.textContent = found.dataset.resultText || "De lijst is bijgewerkt.";
      } catch (problem) {
        if (problem.name !== "AbortError") form.submit();
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, 350);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      search();
    });
  }
})();
