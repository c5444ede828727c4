// The login page: keeps the place a link pointed to ("#/tickets/T-000123") across the login, and waits for the token.

const form = document.querySelector("form");
if (form && location.hash !== "") form.action = `/login${location.hash}`;
document.querySelector("input")?.focus();
