import { OperationsIndex } from "@/app/_operations/index/operations-index";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle();

export default function Page() {
  return <OperationsIndex />;
}
