// What tests/accessibility/looks.py asks a page, as functions on window.look.
"use strict";
(() => {
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]";
  const DATES = "input[type=date], input[type=time], input[type=datetime-local], input[type=month]";
  const EDGED = "button, input:not([type=hidden], [type=checkbox], [type=radio], [type=range], [type=file]), select, textarea, .button";
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const name = (e) => (e.id && `#${e.id}`) || e.name || e.textContent.trim().slice(0, 40) || e.tagName;
  const ringed = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;

  // What takes the focus by Tab, in the order of the page; of radio buttons one a group.
  const targets = () => {
    const groups = new Set();
    return [...document.querySelectorAll(TARGETS)].filter((e) => {
      if (e.disabled || e.tabIndex < 0 || !shown(e)) return false;
      if (e.matches("summary") && e !== e.parentElement.querySelector(":scope > summary")) return false;
      if (e.closest("fieldset:disabled") && !e.closest("legend")) return false;
      if (e.type !== "radio") return true;
      const group = `input[type=radio][name="${CSS.escape(e.name)}"]`;
      const checked = document.querySelector(`${group}:checked:not(:disabled)`);
      if (checked ? e !== checked : groups.has(e.name)) return false;
      groups.add(e.name);
      return true;
    });
  };

  const faultsOfFocus = (e) => {
    const found = [];
    const styles = [getComputedStyle(e), getComputedStyle(e, "::before")];
    if (e.labels?.length) styles.push(getComputedStyle(e.labels[0]));
    if (!styles.some(ringed) && !e.closest("svg")) found.push(`${name(e)} shows no focus`);
    const box = e.getBoundingClientRect();
    const x = box.left + Math.min(box.width / 2, 40);
    const y = box.top + Math.min(box.height / 2, 12);
    const over = document.elementFromPoint(x, y);
    const labelled = e.labels && [...e.labels].some((label) => label.contains(over));
    if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) found.push(`${name(e)} has the focus out of sight`);
    else if (over && !e.contains(over) && !over.contains(e) && !labelled)
      found.push(`${name(e)} has the focus under ${over.tagName}.${over.className}`);
    return found;
  };

  let expected = [];
  let reached = [];
  let seen = [];
  let round = false;
  document.addEventListener(
    "keyup",
    (event) => {
      const e = document.activeElement;
      if (event.key !== "Tab" || !e || e === document.body || reached.at(-1) === e) return;
      if (reached.includes(e)) {
        round = true;
        return;
      }
      reached.push(e);
      seen.push(...faultsOfFocus(e));
    },
    true,
  );

  let sheet = null;
  window.look = {
    // Tab begins again at the top of the page.
    toTheTop() {
      scrollTo(0, 0);
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
    },
    // How often Tab is pressed at most; a date takes several.
    beginWalk(most) {
      this.toTheTop();
      expected = targets().slice(0, most);
      [reached, seen, round] = [[], [], false];
      return expected.length + 6 * document.querySelectorAll(DATES).length + 1;
    },
    isRound: () => round,
    endWalk() {
      const found = [...seen];
      for (const e of expected) if (!reached.includes(e)) found.push(`${name(e)} is never reached by Tab`);
      reached.slice(1).forEach((e, i) => {
        if (reached[i].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING)
          found.push(`${name(e)} comes after ${name(reached[i])}, against the order of the page`);
      });
      return found;
    },
    cutOff() {
      const hides = (value) => value === "hidden" || value === "clip";
      return [...document.querySelectorAll("body *")]
        .filter((e) => {
          if (!shown(e) || !e.textContent.trim() || e.closest("svg, select, .visually-hidden")) return false;
          const style = getComputedStyle(e);
          const box = e.getBoundingClientRect();
          if (box.width < 2 || box.height < 2 || style.clip !== "auto" || style.clipPath !== "none") return false;
          return (
            (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1) ||
            (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1)
          );
        })
        .map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
    },
    space(css) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
    },
    unspace() {
      document.adoptedStyleSheets = [];
    },
    // Parts that stick out to the right of the window, the innermost ones.
    tooWide() {
      const wide = [...document.querySelectorAll("body *")].filter(
        (e) => shown(e) && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table-scroll, .results, svg"),
      );
      return wide
        .filter((e) => !wide.some((other) => other !== e && e.contains(other)))
        .slice(0, 4)
        .map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}`);
    },
    withoutEdge() {
      return [...document.querySelectorAll(EDGED)]
        .filter((e) => shown(e) && !e.disabled && !e.closest("summary, .menu__panel, #nav-sidebar, thead, .visually-hidden, .select2-hidden-accessible"))
        .filter((e) => {
          const style = getComputedStyle(e);
          const edged = ["Top", "Bottom"].some(
            (side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none",
          );
          return !edged && !style.textDecorationLine.includes("underline") && !e.matches(".visually-hidden");
        })
        .map((e) => `${name(e)} has no edge in forced colours`);
    },
    // What a reader can open in the page itself, all at once.
    unfold() {
      for (const e of document.querySelectorAll("main details, #content details")) e.open = true;
    },
    focusShows: () => ringed(getComputedStyle(document.activeElement)),
  };
})();
