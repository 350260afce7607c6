import { Knowledge } from "@/app/_operations/knowledge/knowledge";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("knowledge");

export default function Page() {
  return <Knowledge />;
}
