// What the asker tells about themselves: kept in this browser, and nowhere else.

const KEY = "advisor-about-me";

/** The profile as JSON, or an empty text. */
export function kept() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // a browser that keeps nothing
  }
}

/** Keep a profile; null forgets it. Whether that worked. */
export function keep(profile) {
  try {
    if (profile) localStorage.setItem(KEY, JSON.stringify(profile));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}
