/** In place of the one of Next.js, whose inline styles the Content-Security-Policy does not allow. */
export default function NotFound() {
  return (
    <main>
      <h1>Not found</h1>
      <p>There is nothing at this address.</p>
    </main>
  );
}
