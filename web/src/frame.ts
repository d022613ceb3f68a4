// What the frame and the list of its keys share.

export const NAV: [string, string, string][] = [
  ['documents', 'Documents', 'd'], ['timeline', 'Timeline', 't'], ['calendar', 'Calendar', 'c'], ['meetings', 'Meetings', 'e'], ['map', 'Map', 'm'], ['network', 'Network', 'n'],
  ['agreements', 'Agreements', 'a'], ['conflicts', 'Conflicts', 'x'], ['review', 'Review', 'r'], ['journal', 'Journal', 'j'], ['status', 'Status', 's'],
]

export const remember = (key: string, value: string | null) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key) } catch { /* then it is not kept */ } }
export const recall = (key: string) => { try { return localStorage.getItem(key) } catch { return null } }
