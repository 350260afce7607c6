/** A PDF with these lines, one page each. `locked`: nobody has its password. */
export function pdfOf(pages: string[], { isLocked = false } = {}): Buffer {
  const kids = pages.map((_, at) => `${10 + 2 * at} 0 R`).join(" ");
  const objects = [
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj",
    `2 0 obj\n<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>\nendobj`,
    "3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj",
    ...pages.flatMap((text, at) => {
      const stream = text === "" ? "" : `BT /F1 12 Tf 50 700 Td (${text}) Tj ET`;
      return [
        `${10 + 2 * at} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents ${11 + 2 * at} 0 R>>\nendobj`,
        `${11 + 2 * at} 0 obj\n<</Length ${stream.length}>>\nstream\n${stream}\nendstream\nendobj`,
      ];
    }),
  ];
  const secret = "ab".repeat(32);
  const locked = `/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<${secret}>/U<${secret}>>>/ID[<${secret}><${secret}>]`;
  let text = "%PDF-1.4\n";
  const offsets: [id: number, offset: number][] = [];
  for (const object of objects) {
    offsets.push([Number.parseInt(object, 10), text.length]);
    text += `${object}\n`;
  }
  const table = offsets.map(([id, offset]) => `${id} 1\n${String(offset).padStart(10, "0")} 00000 n \n`);
  const start = text.length;
  text += `xref\n0 1\n0000000000 65535 f \n${table.join("")}trailer\n<</Size 999/Root 1 0 R${isLocked ? locked : ""}>>\n`;
  return Buffer.from(`${text}startxref\n${start}\n%%EOF\n`, "latin1");
}
