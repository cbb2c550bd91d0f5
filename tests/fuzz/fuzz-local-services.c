/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-local-services.h"

#include <string.h>

/* Any bytes as what something on a usual port answers: at most some names of one clean line each.
 */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const paths[] = { "/v1/models", "/api/tags" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (HearthLocalService) found =
        hearth_local_service_read (11434, paths[i], (const char *) data, size);

    if (found == NULL)
      continue;
    g_assert (g_strv_length (found->models) <= HEARTH_LOCAL_SERVICES_MAX_MODELS);
    for (guint k = 0; found->models[k] != NULL; k++) {
      g_assert (g_utf8_validate (found->models[k], -1, NULL) && found->models[k][0] != '\0');
      g_assert (strlen (found->models[k]) <= 200 && strpbrk (found->models[k], "\r\n") == NULL);
      g_assert (found->sizes[k] <= G_MAXINT64);
    }
  }
  return 0;
}
