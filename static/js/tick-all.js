// <label data-tick-all="kies"><input type="checkbox">: ticks every box with that name on the page, or none. On the whole
// document, for live-search.js puts new rows in the page. Without JavaScript the label is not shown (search.css), and
// people tick one by one.
"use strict";
(() => {
  document.addEventListener("change", ({ target }) => {
    for (const label of document.querySelectorAll("[data-tick-all]")) {
      const all = label.querySelector("input");
      const name = label.dataset.tickAll;
      const boxes = [...document.querySelectorAll("input[type=checkbox]")].filter((box) => box.name === name);
      if (target === all) {
        for (const box of boxes) box.checked = all.checked;
      } else if (target.name === name) {
        const ticked = boxes.filter((box) => box.checked).length;
        all.checked = ticked > 0 && ticked === boxes.length;
        all.indeterminate = ticked > 0 && !all.checked;
      }
    }
  });
})();
