// Reads the named filters out of a URL: plain non-empty words, anything else is left out.

export function words<const N extends string>(...names: N[]) {
  return (search: Record<string, unknown>): { [K in N]?: string } => {
    const found: { [K in N]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (value !== undefined && value !== null && String(value) !== "") found[name] = String(value);
    }
    return found;
  };
}
