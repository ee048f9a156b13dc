/**
 * A clock that can be put forward. The recorder waits for what Kubernetes does after minutes; while nobody has anything to do
 * it moves the clock of the whole control plane on. Kubernetes' own code stays as it is: three places of Go's runtime read
 * the clock, and a build with this overlay adds to it what stands in `runtime.clockAhead`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const changes = {
  'time_nofake.go': [
    [
      'var faketime int64\n',
      `var faketime int64

// clockAhead is the address of how many nanoseconds the clock is ahead; 0 while it is not.
//
//go:linkname clockAhead
var clockAhead uintptr

//go:nosplit
func aheadBy() int64 {
\tif clockAhead == 0 {
\t\treturn 0
\t}
\treturn *(*int64)(unsafe.Pointer(clockAhead))
}
`,
    ],
    ['\treturn nanotime1()\n', '\treturn nanotime1() + aheadBy()\n'],
  ],
  'time.go': [
    [
      '\treturn time_now()\n',
      `\tsec, nsec, mono = time_now()
\tahead := aheadBy()
\tsec += ahead / 1000000000
\tnsec += int32(ahead % 1000000000)
\tif nsec >= 1000000000 {
\t\tsec++
\t\tnsec -= 1000000000
\t}
\treturn sec, nsec, mono + ahead
`,
    ],
  ],
  // Whoever sleeps does not notice that the clock moved, so nobody sleeps for long.
  'netpoll_epoll.go': [['\tvar events [128]', '\tif clockAhead != 0 && waitms > 5 {\n\t\twaitms = 5\n\t}\n\tvar events [128]']],
};

/** Writes the changed files into a folder, and the overlay for `go build -overlay`; returns its path. */
export function clockOverlay(folder) {
  const runtime = path.join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'src', 'runtime');
  mkdirSync(folder, { recursive: true });
  const replaced = Object.entries(changes).map(([file, parts]) => {
    const source = path.join(runtime, file);
    const target = path.join(folder, file);
    writeFileSync(
      target,
      parts.reduce((text, [old, now]) => replacedOnce(text, old, now, file), readFileSync(source, 'utf8')),
    );
    return [source, target];
  });
  const overlay = path.join(folder, 'overlay.json');
  writeFileSync(overlay, JSON.stringify({ Replace: Object.fromEntries(replaced) }));
  return overlay;
}

function replacedOnce(text, old, now, file) {
  if (text.split(old).length !== 2) throw new Error(`${file} of this version of Go does not read the clock as that of Go 1.26`);
  return text.replace(old, () => now);
}
