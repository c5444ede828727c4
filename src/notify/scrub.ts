// Takes secrets out of a text that will be logged or shown: robots carry their tokens in the address.

/** The text with every secret, as it is and as it stands in a URL, replaced by "***". Shorter than 3 characters is no secret. */
export function scrub(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= 3)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
    .sort((a, b) => b.length - a.length);
  return forms.reduce((clean, form) => clean.replaceAll(form, "***"), text);
}
