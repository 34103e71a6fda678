/** Lets the browser save a table as a file. */
export function save(table: string, name: string): void {
  // Without the byte order mark spreadsheets do not read it as UTF-8.
  const url = URL.createObjectURL(new Blob(["\ufeff", table], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
