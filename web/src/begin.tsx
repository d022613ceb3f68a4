import { useWritable } from './api'
import { to } from './route'

/** How a record that holds nothing yet comes by something. */
export const Begin = () => <p>Put some in with <code>chancery add FOLDER</code>{useWritable() && <>, or <a href={to(['add'])}>add them here</a></>}.</p>
