// The login page: keeps the place a link pointed to ("#/tickets/T-000123") across the login.

const form = document.querySelector("form");
if (form && location.hash !== "") form.action = `/login${location.hash}`;
