/** Pictures and styles only: a rendered message asks nothing of the network but its images. */
const POLICY = "default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; font-src data:";

/** A message's HTML with a policy in front of it, on the white ground that mail is written for; links would leave the frame, which the sandbox forbids. */
export function guarded(html: string): string {
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="light"><style>body{margin:0;background:#fff;font-family:-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-size:14px;line-height:1.6}img{max-width:100%}</style>${html}`;
}
