// <p data-locate hidden><button type="button">…</button> <span role="status"></span></p> in a form with the fields
// latitude and longitude: fills them from the device. Nothing goes to anybody else.
"use strict";
(() => {
  const TEXTS = {
    busy: "Uw toestel zoekt waar u bent…",
    found: (metres) => `Ingevuld, op ongeveer ${Math.round(metres)} meter juist.`,
    refused: "U of uw toestel staat dit niet toe. Laat de graden leeg, of vul ze zelf in.",
    failed: "Uw toestel vindt niet waar u bent. Laat de graden leeg, of probeer buiten opnieuw.",
  };
  for (const line of document.querySelectorAll("[data-locate]")) {
    if (!("geolocation" in navigator)) continue;
    const form = line.closest("form");
    const button = line.querySelector("button");
    const status = line.querySelector("[role=status]");
    line.hidden = false;
    button.addEventListener("click", () => {
      status.textContent = TEXTS.busy;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          form.elements.latitude.value = coords.latitude.toFixed(6);
          form.elements.longitude.value = coords.longitude.toFixed(6);
          form.elements.longitude.dispatchEvent(new Event("change", { bubbles: true }));
          status.textContent = TEXTS.found(coords.accuracy);
        },
        (problem) => {
          status.textContent = problem.code === problem.PERMISSION_DENIED ? TEXTS.refused : TEXTS.failed;
        },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    });
  }
})();
