import { sectionTitle } from "@/app/_operations/shared/section-title";
import { Users } from "@/app/_operations/users/users";

export const generateMetadata = () => sectionTitle("users");

export default function Page() {
  return <Users />;
}
