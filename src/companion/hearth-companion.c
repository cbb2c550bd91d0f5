/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-companion.h"

struct _HearthCompanion {
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (HearthCompanion, hearth_companion, G_TYPE_OBJECT)

static void
hearth_companion_class_init (HearthCompanionClass *klass)
{
}

static void
hearth_companion_init (HearthCompanion *self)
{
}

HearthCompanion *
hearth_companion_new (HearthEngine *engine)
{
  return g_object_new (HEARTH_TYPE_COMPANION, NULL);
}

gint64
hearth_companion_ask (HearthCompanion *self,
                      const char *conversation,
                      const char *text,
                      GCancellable *cancellable,
                      HearthAnswerFunc func,
                      gpointer user_data,
                      GDestroyNotify destroy,
                      char **conversation_used,
                      GError **error)
{
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED, "The companion is not there.");
  return 0;
}

void
hearth_companion_stop (HearthCompanion *self, gint64 turn)
{
}

gboolean
hearth_companion_read_reminder (HearthCompanion *self,
                                const char *text,
                                char **what,
                                gint64 *due,
                                GError **error)
{
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED, "The companion is not there.");
  return FALSE;
}

void
hearth_companion_set_service (HearthCompanion *self, HearthAiService *service)
{
}
