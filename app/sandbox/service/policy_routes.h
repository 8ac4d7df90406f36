#pragma once

#include "app/sandbox/service/scene.h"

namespace countersign::sandbox {

// Routes below /gov/service that tell policies and the application.
HttpAnswer answerJoinPolicy(const Scene& scene);
HttpAnswer answerJwtPolicy(const Scene& scene);
HttpAnswer answerScriptApp(const Scene& scene);
HttpAnswer answerScriptModules(const Scene& scene);
HttpAnswer answerScriptModule(const Scene& scene);

} // namespace countersign::sandbox
