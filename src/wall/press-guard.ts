// Keeps a click from landing on what has just slid under the mouse: cards that changed place take no press for a moment.

let quietUntil = 0;

/** From now on, for `length` ms, nothing in a card can be pressed; shown by the page (data-quiet) as well. */
export function quieten(length: number): void {
  const until = performance.now() + length;
  if (until <= quietUntil) return;
  quietUntil = until;
  document.body.dataset.quiet = "yes";
  setTimeout(() => {
    if (performance.now() >= quietUntil - 5) delete document.body.dataset.quiet;
  }, length);
}

/** Once per page: the keyboard, too, presses nothing that has just moved. */
export function openPressGuard(): void {
  const stop = (event: Event): void => {
    const isCard = event.target instanceof Element && event.target.closest(".entrapment") !== null;
    if (!isCard || performance.now() >= quietUntil) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("click", stop, { capture: true });
}
