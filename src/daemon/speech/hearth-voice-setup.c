#include "config.h"
#include "hearth-voice-setup.h"
struct _HearthVoiceSetup {
  GObject parent_instance;
};
G_DEFINE_FINAL_TYPE (HearthVoiceSetup, hearth_voice_setup, G_TYPE_OBJECT)
static void
hearth_voice_setup_class_init (HearthVoiceSetupClass *klass)
{
}
static void
hearth_voice_setup_init (HearthVoiceSetup *self)
{
}
HearthVoiceSetup *
hearth_voice_setup_new (GSettings *settings)
{
  return g_object_new (HEARTH_TYPE_VOICE_SETUP, NULL);
}
static void
ret (HearthVoiceSetup *self, const char *k, const char *v, const char *language, GCancellable *c,
     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, c, callback, user_data);
  GVariantDict d;
  g_variant_dict_init (&d, NULL);
  if (k)
    g_variant_dict_insert (&d, k, "s", v);
  g_variant_dict_insert (&d, "language", "s", language ? language : "en");
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_dict_end (&d)),
                         (GDestroyNotify) g_variant_unref);
}
void
hearth_voice_setup_hearing_async (HearthVoiceSetup *self, const char *language,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  ret (self, "recognizer", "pocketsphinx", language, cancellable, callback, user_data);
}
GVariant *
hearth_voice_setup_hearing_finish (HearthVoiceSetup *self, GAsyncResult *result, GUnixFDList **fds,
                                   GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
void
hearth_voice_setup_speaking_async (HearthVoiceSetup *self, const char *language, const char *voice,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  ret (self, NULL, NULL, language, cancellable, callback, user_data);
}
GVariant *
hearth_voice_setup_speaking_finish (HearthVoiceSetup *self, GAsyncResult *result, GUnixFDList **fds,
                                    GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
char *
hearth_voice_setup_dup_hearing_title (HearthVoiceSetup *self)
{
  return g_strdup ("This computer");
}
char *
hearth_voice_setup_dup_hearing_host (HearthVoiceSetup *self)
{
  return g_strdup ("");
}
