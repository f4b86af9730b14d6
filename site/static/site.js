// What scrolls sideways can be reached by the keyboard and has a name; what does not is no stop on the way.
const WIDE = { pre: "code", ".output": "output", ".table-wrapper": "table", ".math-wrapper": "formula" };

function mark() {
  for (const [selector, name] of Object.entries(WIDE))
    for (const box of document.querySelectorAll(`article ${selector}`))
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", `${name}, wider than the page`);
      } else if (box.tabIndex === 0) {
        for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
      }
}

addEventListener("load", () => window.MathJax?.startup?.promise.then(mark) ?? mark());
addEventListener("resize", mark);
document.addEventListener("toggle", mark, true); // a fold was opened

document.querySelector(".sidebar-drawer").setAttribute("aria-label", "The course");
document.querySelector(".toc-drawer")?.setAttribute("aria-label", "This page");
