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

/** The newest exams of a scanner, as the list of exams is asked for them. */
export const newestOf = (scanner: string): string => new URLSearchParams({ scanner }).toString();
