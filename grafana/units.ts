// Units of the definitions as Grafana knows them; what it does not know is written behind the number.

const known: Readonly<Record<string, string>> = {
  "%": "percent",
  "°C": "celsius",
  "°": "degree",
  "1/s": "suffix: fps",
  "kbit/s": "Kbits",
  s: "s",
  min: "m",
  h: "h",
  W: "watt",
  kW: "kwatt",
  kWh: "kwatth",
  V: "volt",
  A: "amp",
  mA: "mamp",
  lx: "lux",
  Hz: "rothz",
  "m/s": "velocityms",
  kg: "masskg",
  "m³/h": "suffix: m³/h",
};

export const unitOf = (unit: string): string => (unit === "" ? "none" : (known[unit] ?? `suffix: ${unit}`));
