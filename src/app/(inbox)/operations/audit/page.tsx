import { Audit } from "@/app/_operations/audit/audit";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("audit");

export default function Page() {
  return <Audit />;
}
