import { Persona } from "@/app/_operations/persona/persona";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("persona");

export default function Page() {
  return <Persona />;
}
