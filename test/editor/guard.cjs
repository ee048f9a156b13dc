// Loaded into the editor's server before anything else: whoever started it may be killed without a chance to stop it.
const parent = process.ppid;

setInterval(() => {
  if (process.ppid === parent) return;
  // The server leads a process group of its own; 0 means all of it, extension hosts included.
  process.kill(0, 'SIGTERM');
  setTimeout(() => process.kill(0, 'SIGKILL'), 2000).unref();
}, 500).unref();
