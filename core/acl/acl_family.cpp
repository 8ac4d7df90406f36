#include "core/acl/acl_family.h"

#include "core/acl/acl_judge.h"

namespace countersign::acl {

namespace {

bool isAclFormat(ccf::ReceiptFormat format) noexcept
{
    return format == ccf::ReceiptFormat::Azure;
}

class AclFamily final : public Family
{
public:
    std::string id() const override { return "acl"; }

    std::string recognise(const std::filesystem::path& path) const override
    {
        return ccf::receiptKindOf(path, isAclFormat);
    }

    Result<std::unique_ptr<EvidenceSource>> open(const std::vector<std::filesystem::path>& paths) const override
    {
        auto files = ccf::listReceiptFiles(paths, isAclFormat);
        if (!files) return std::move(files).error();
        return ccf::makeReceiptSource(aclReceiptFamily(), *std::move(files), recognise(paths.front()));
    }

    Result<std::vector<AnchorMatch>> readAnchor(const AnchorInput& anchor) const override
    {
        auto anchors = parseAclAnchor(anchor);
        if (!anchors) return std::move(anchors).error();
        std::vector<AnchorMatch> matches;
        for (const ccf::CcfAnchor& parsed : *anchors) matches.push_back(ccf::describeAnchor(parsed));
        return matches;
    }
};

} // namespace

std::shared_ptr<const Family> makeAclFamily()
{
    return std::make_shared<AclFamily>();
}

} // namespace countersign::acl
