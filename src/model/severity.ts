// How bad a fault is: one closed list, worst first.

export const severities = ["critical", "major", "minor"] as const;
export type Severity = (typeof severities)[number];

/** The worse of two severities. */
export const worse = (a: Severity, b: Severity): Severity => (severities.indexOf(a) <= severities.indexOf(b) ? a : b);
