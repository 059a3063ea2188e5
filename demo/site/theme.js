// Runs before the first paint, so that a remembered theme does not flash.
"use strict";
(() => {
  const KEY = "courtside-theme";
  const root = document.documentElement;
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // Storage is off: the theme lasts as long as the page.
    }
  };
  const remember = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      return;
    }
  };
  const chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  const current = () => root.dataset.theme ?? (preferred.matches ? "dark" : "light");
  const other = () => (current() === "dark" ? "light" : "dark");

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const label = () => {
      button.textContent = other() === "dark" ? "Dark theme" : "Light theme";
    };
    button.addEventListener("click", () => {
      root.dataset.theme = other();
      remember(root.dataset.theme);
      label();
    });
    preferred.addEventListener("change", label);
    label();
  });
})();
