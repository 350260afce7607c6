import { Health } from "@/app/_operations/health/health";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("health");

export default function Page() {
  return <Health />;
}
