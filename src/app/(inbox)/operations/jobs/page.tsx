import { Jobs } from "@/app/_operations/jobs/jobs";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("jobs");

export default function Page() {
  return <Jobs />;
}
