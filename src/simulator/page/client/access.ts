const STORED = 'whatsapp-simulator-token';

/** Whether the login is that of Node-RED's editor, which serves this page then. */
export const isBehindEditor = document.documentElement.dataset.access === 'editor';

/** What calls carry. Behind an editor without a login there is none. */
export function token(): string | undefined {
  return isBehindEditor ? editorToken() : controlToken();
}

/** Remembers the control token until the tab is closed. */
export function rememberToken(given: string): void {
  sessionStorage.setItem(STORED, given);
}

/** From the address's fragment, which no server and no log ever sees, and which is taken out of the address at once. */
function controlToken(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    rememberToken(given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(STORED) ?? undefined;
}

/** The editor keeps its login in the browser, under a name that ends with the path of the editor. */
function editorToken(): string | undefined {
  const path = location.pathname.replace(/\/whatsapp-simulator\/page\/.*$/, '');
  try {
    const stored = JSON.parse(localStorage.getItem(`auth-tokens${path.replace(/\//g, '-')}`) ?? 'null');
    return typeof stored?.access_token === 'string' ? stored.access_token : undefined;
  } catch {
    return undefined;
  }
}
