// <form data-intake='{"letters": ..., "first": ..., "together": ...}'>: a name typed in Cyrillic gets a suggestion in
// Latin script, which Enter takes over; and in a new row the family name of the first person stands ready.
"use strict";
(() => {
  const CYRILLIC = /[\u0400-\u04ff]/;
  const WORD = /[\u0400-\u04ff'’ʼ`]+/g;

  const writer = ({ letters, first, together }) => {
    const word = (typed) => {
      if (!CYRILLIC.test(typed)) return typed;
      const text = typed.replace(/['’ʼ`]/g, "");
      const shouted = text.length > 1 && text === text.toUpperCase();
      let written = "";
      for (let place = 0; place < text.length; ) {
        const pair = text.slice(place, place + 2).toLowerCase();
        const letter = pair in together ? pair : pair[0];
        const table = letter in together ? together : place === 0 && letter in first ? first : letters;
        let latin = letter in table ? table[letter] : letter;
        const capital = text[place] !== text[place].toLowerCase();
        if (shouted) latin = latin.toUpperCase();
        else if (capital && latin) latin = latin[0].toUpperCase() + latin.slice(1);
        written += latin;
        place += letter.length;
      }
      return written;
    };
    return (text) => text.replace(WORD, word);
  };

  const watch = (form) => {
    const inLatin = writer(JSON.parse(form.dataset.intake));
    for (const input of form.querySelectorAll("input[data-latin]")) {
      const hint = document.createElement("p");
      hint.className = "latin-hint";
      hint.setAttribute("role", "status");
      input.after(hint);
      const suggestion = () => (CYRILLIC.test(input.value) ? inLatin(input.value) : "");
      const accept = () => {
        input.value = suggestion();
        hint.textContent = "";
        input.focus();
      };
      input.addEventListener("input", () => {
        const latin = suggestion();
        hint.textContent = "";
        if (!latin) return;
        const key = document.createElement("kbd");
        key.textContent = "Enter";
        const button = document.createElement("button");
        button.type = "button";
        button.tabIndex = -1;
        button.className = "link-button";
        button.textContent = latin;
        button.addEventListener("click", accept);
        hint.append(key, " neemt over: ", button);
      });
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !suggestion()) return;
        event.preventDefault();
        accept();
      });
    }

    const rows = [...form.querySelectorAll("[data-person-row]")];
    const named = (row, name) => row.querySelector(`input[name$='-${name}']`);
    for (const row of rows.slice(1)) {
      named(row, "given_name").addEventListener("change", (event) => {
        const family = named(row, "family_name");
        if (event.target.value && !family.value) family.value = named(rows[0], "family_name").value;
      });
    }
  };

  document.querySelectorAll("form[data-intake]").forEach(watch);
})();
