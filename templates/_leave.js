(() => {
  const link = document.querySelector(".leave");
  const leave = (event) => {
    event.preventDefault();
    document.title = "";
    document.body.hidden = true;
    // The page does not stay in the history of the tab, so "back" does not lead to it.
    location.replace(link.href);
  };
  link.addEventListener("click", leave);
  addEventListener("keydown", (event) => { if (event.key === "Escape") leave(event); });
})();
