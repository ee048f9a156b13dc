import type { ContainerImage, Node } from '../../kubernetes/api.ts';
import { fnv1a } from '../../kubernetes/hash.ts';
import { imageRefusal, parseImage } from '../../kubernetes/image.ts';
import type { VirtualMs } from '../engine/types.ts';

/**
 * Image names, and the images of a node. What is there stands in the Node's status.images, as on a real cluster; pulls
 * under way stand in an annotation (image to the moment it will be there), because a node pulls one image at a time and
 * the pods on it must see each other's pulls.
 *
 * Source: pkg/kubelet/images/image_manager.go, pkg/util/parsers, github.com/distribution/reference (normalize.go)
 */
export const pullsAnnotation = 'drydock.dev/image-pulls';

export type ImageNameResult =
  | {
      readonly ok: true;
      /** As the container runtime reports it in status.image: `docker.io/library/nginx:1.27`. */
      readonly full: string;
      /** As status.imageID; the digest is made up from the name where the name has none. */
      readonly id: string;
    }
  | { readonly ok: false; readonly error: string };

const parsed = new Map<string, ImageNameResult>();
const mostParsed = 10_000;

/** The name with what Docker leaves out; the error as the kubelet words it. */
export function parseImageName(image: string): ImageNameResult {
  const known = parsed.get(image);
  if (known) return known;
  const result = parse(image);
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(image, result);
  return result;
}

function parse(image: string): ImageNameResult {
  const name = parseImage(image);
  if (!name) return { ok: false, error: `couldn't parse image name ${JSON.stringify(image)}: ${imageRefusal(image)}` };
  const { repository, tag, digest } = name;
  const full = `${repository}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
  return { ok: true, full, id: `${repository}@${digest === '' ? `sha256:${hexDigest(full)}` : digest}` };
}

/** 64 hexadecimal digits that depend on the text alone. */
export function hexDigest(text: string): string {
  let digits = '';
  let seed = fnv1a(text);
  for (let index = 0; index < 8; index++) {
    digits += seed.toString(16).padStart(8, '0');
    seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
  }
  return digits;
}

export function isPresent(node: Node, image: string): boolean {
  return node.status?.images?.some((entry) => entry.names?.includes(image) === true) ?? false;
}

/** Pulls under way, by full image name: when each will be there. */
export function pullsOf(node: Node): Readonly<Record<string, VirtualMs>> {
  const text = node.metadata.annotations?.[pullsAnnotation];
  return text === undefined ? {} : (JSON.parse(text) as Record<string, VirtualMs>);
}

export interface Pull {
  readonly begun: VirtualMs;
  readonly until: VirtualMs;
  /** Nobody has asked the node for the image before, so that the pull is to be noted there. */
  readonly isNew: boolean;
}

/**
 * When a pull that is asked for now begins and ends: after the pulls before it; together with one of the same image.
 * An image that is there only has its digest checked.
 */
export function schedulePull(node: Node, image: string, pullMs: VirtualMs, now: VirtualMs): Pull {
  if (isPresent(node, image)) return { begun: now, until: now + digestCheckMs, isNew: false };
  const pulls = pullsOf(node);
  const same = pulls[image];
  if (same !== undefined && same > now) return { begun: same, until: same, isNew: false };
  const begun = Math.max(now, ...Object.values(pulls));
  return { begun, until: begun + Math.max(1, pullMs), isNew: true };
}

const digestCheckMs = 200;

/** The node with a pull noted; pulls that are over are dropped. */
export function withPull(node: Node, image: string, until: VirtualMs, now: VirtualMs): Node {
  const going = Object.entries(pullsOf(node)).filter(([other, end]) => end > now && other !== image);
  return withPulls(node, [...going, [image, until]]);
}

/** The node with an image in its status, the largest first, as the kubelet reports them, and its pull forgotten. */
export function withImage(node: Node, image: ContainerImage): Node {
  const images = [...(node.status?.images ?? []), image].sort((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0));
  const going = Object.entries(pullsOf(node)).filter(([name]) => image.names?.includes(name) !== true);
  return { ...withPulls(node, going), status: { ...node.status, images } };
}

function withPulls(node: Node, pulls: readonly (readonly [string, VirtualMs])[]): Node {
  const { [pullsAnnotation]: _, ...others } = node.metadata.annotations ?? {};
  const noted: Record<string, string> =
    pulls.length === 0 ? {} : { [pullsAnnotation]: JSON.stringify(Object.fromEntries(pulls)) };
  return { ...node, metadata: { ...node.metadata, annotations: { ...others, ...noted } } };
}
