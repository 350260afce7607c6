import { AiCost } from "@/app/_operations/ai-cost/ai-cost";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("ai-cost");

export default function Page() {
  return <AiCost />;
}
