import { toBase64 } from './to-base64';

interface Picture {
  mimeType: string;
  /** Base64. */
  data: string;
}

/** A photo of a bank card. */
export function samplePhoto(): Promise<Picture> {
  return draw(480, 320, 'image/jpeg', (context) => {
    context.fillStyle = '#b9aa94';
    context.fillRect(0, 0, 480, 320);
    const shine = context.createLinearGradient(40, 40, 440, 280);
    shine.addColorStop(0, '#0b5c47');
    shine.addColorStop(1, '#2f9c78');
    context.fillStyle = shine;
    context.beginPath();
    context.roundRect(40, 40, 400, 240, 20);
    context.fill();
    context.fillStyle = '#e8c268';
    context.beginPath();
    context.roundRect(72, 116, 56, 42, 7);
    context.fill();
    context.fillStyle = '#ffffff';
    context.font = 'bold 26px sans-serif';
    context.fillText('City Bank', 72, 86);
    context.font = '24px monospace';
    context.fillText('•••• •••• •••• 4711', 72, 206);
    context.font = '18px sans-serif';
    context.fillText('A. CUSTOMER', 72, 250);
  });
}

/** A face that smiles. Browsers that write no WebP write PNG instead. */
export function sampleSticker(): Promise<Picture> {
  return draw(256, 256, 'image/webp', (context) => {
    context.fillStyle = '#ffcf3f';
    context.beginPath();
    context.arc(128, 128, 112, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = '#5a3b00';
    for (const x of [90, 166]) {
      context.beginPath();
      context.ellipse(x, 104, 13, 19, 0, 0, 2 * Math.PI);
      context.fill();
    }
    context.strokeStyle = '#5a3b00';
    context.lineWidth = 12;
    context.lineCap = 'round';
    context.beginPath();
    context.arc(128, 132, 62, 0.15 * Math.PI, 0.85 * Math.PI);
    context.stroke();
  });
}

async function draw(
  width: number,
  height: number,
  type: string,
  paint: (context: CanvasRenderingContext2D) => void,
): Promise<Picture> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser cannot draw pictures.');
  paint(context);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.85));
  if (blob === null) throw new Error('This browser cannot draw pictures.');
  return { mimeType: blob.type, data: await toBase64(blob) };
}
