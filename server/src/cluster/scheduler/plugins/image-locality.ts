import type { PodSpec } from '../../../kubernetes/api.ts';
import { maxNodeScore, type Plugin } from '../framework.ts';

const mebibyte = 1024 ** 2;
const lowest = 23 * mebibyte;
const highestPerImage = 1000 * mebibyte;

/** Prefers nodes that have the pod's images, the more so the larger they are. Source: plugins/imagelocality/image_locality.go */
export const imageLocality: Plugin = {
  name: 'ImageLocality',
  weight: 1,
  prepareScore({ spec }, snapshot) {
    const images = imagesOf(spec);
    const highest = highestPerImage * images.length;
    // An image that few nodes have counts less, so that they are not flooded.
    const points = images.map((name) => {
      const { size, nodes } = snapshot.image(name) ?? { size: 0, nodes: 0 };
      return { name, points: Math.trunc(size * (nodes / snapshot.nodes.length)) };
    });
    if (points.every((each) => each.points === 0)) return { score: () => 0 };
    return {
      score(node) {
        if (node.images.size === 0) return 0;
        let sum = 0;
        for (const each of points) if (node.images.has(each.name)) sum += each.points;
        const clamped = Math.min(Math.max(sum, lowest), highest);
        return Math.trunc((maxNodeScore * (clamped - lowest)) / (highest - lowest));
      },
    };
  },
};

function imagesOf(spec: PodSpec): readonly string[] {
  const containers = [...(spec.initContainers ?? []), ...spec.containers].map(({ image }) => image ?? '');
  const volumes = (spec.volumes ?? []).flatMap(({ image }) => (image ? [image.reference ?? ''] : []));
  return [...containers, ...volumes].map((name) => (name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name));
}
