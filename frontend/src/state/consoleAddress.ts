// The console's address: the scanner is part of its path.

export const consolePath = (scanner: string): string => `/console/${encodeURIComponent(scanner)}`;

/** The scanner as its images call it. The router has decoded what it could; a lone percent sign stays. */
export function scannerOf(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return param;
  }
}
