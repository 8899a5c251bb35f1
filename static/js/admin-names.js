// Django's search fields (select2) get the name of their label, which select2 itself leaves out (WCAG 4.1.2).
"use strict";
(() => {
  const name = (select) => {
    const label = select.labels?.[0];
    const field = select.nextElementSibling;
    const box = field?.querySelector(".select2-selection");
    if (!label || !box) return;
    label.id ||= `${select.id}_label`;
    const chosen = box.querySelector(".select2-selection__rendered");
    box.setAttribute("aria-labelledby", chosen?.id ? `${label.id} ${chosen.id}` : label.id);
    chosen?.setAttribute("aria-labelledby", label.id);
  };
  const nameAll = () => document.querySelectorAll("select.select2-hidden-accessible").forEach(name);

  window.addEventListener("load", nameAll);
  // select2 may come after that, on a page that is shown anew with its errors or gets another row.
  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".select2-search__field")) event.target.setAttribute("aria-label", "Zoeken");
    else if (event.target.matches(".select2-selection")) nameAll();
  });
})();
