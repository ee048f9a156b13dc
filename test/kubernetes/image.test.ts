import { describe, expect, it } from 'vitest';
import { parseImage } from '../../server/src/kubernetes/image.ts';

const sha256 = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

// pkg/util/parsers/parsers_test.go, and the reference tests of github.com/distribution/reference
describe('parseImage', () => {
  it.each([
    ['root', 'docker.io/library/root', 'latest', ''],
    ['root:tag', 'docker.io/library/root', 'tag', ''],
    [`root@sha256:${sha256}`, 'docker.io/library/root', '', `sha256:${sha256}`],
    [`root:tag@sha256:${sha256}`, 'docker.io/library/root', 'tag', `sha256:${sha256}`],
    ['user/repo', 'docker.io/user/repo', 'latest', ''],
    ['url:5000/repo', 'url:5000/repo', 'latest', ''],
    ['url:5000/repo:tag', 'url:5000/repo', 'tag', ''],
    ['localhost/repo', 'localhost/repo', 'latest', ''],
    ['index.docker.io/repo', 'docker.io/library/repo', 'latest', ''],
    ['a.b/c__d/e-f.g:V1_0', 'a.b/c__d/e-f.g', 'V1_0', ''],
  ])('reads %s', (image, repository, tag, digest) => {
    expect(parseImage(image)).toEqual({ repository, tag, digest });
  });

  it.each([
    '',
    'ROOT',
    'root:',
    ':tag',
    'root@sha256:123',
    `root@md5:${sha256}`,
    sha256,
    'a//b',
    'a b',
    'repo:-tag',
    'http://a.b/c',
  ])('refuses %j', (image) => {
    expect(parseImage(image)).toBeUndefined();
  });
});
