// The part of a logger that the API uses; pino's Logger fits.

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;
export type Log = { readonly info: Write; readonly warn: Write; readonly error: Write };
