/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-help.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-text.h"

/* What is said to somebody who may be in danger. It is fixed, it comes from here and never from a
 * model, and the numbers in it are those that the lines themselves publish. */

/* No more of a text is read. */
#define MAX_TEXT 4000

typedef struct {
  const char *country;   /* ISO 3166-1 */
  const char *emergency; /* where lives are saved at once */
  const char *line;      /* who listens */
  const char *number;
  const char *site; /* where the number is published */
} Help;

static const Help places[] = {
  { "AT", "112", "TelefonSeelsorge", "142", "www.telefonseelsorge.at" },
  { "AU", "000", "Lifeline", "13 11 14", "www.lifeline.org.au" },
  { "BE", "112", "Zelfmoordlijn 1813, Centre de Prévention du Suicide", "1813, 0800 32 123",
    "www.zelfmoord1813.be, www.preventionsuicide.be" },
  { "BR", "192", "CVV", "188", "cvv.org.br" },
  { "CA", "911", "9-8-8 Suicide Crisis Helpline", "988", "988.ca" },
  { "CH", "144", "Die Dargebotene Hand, La Main Tendue, Telefono Amico", "143", "www.143.ch" },
  { "DE", "112", "TelefonSeelsorge", "0800 111 0 111, 116 123", "www.telefonseelsorge.de" },
  { "DK", "112", "Livslinien", "70 201 201", "www.livslinien.dk" },
  { "ES", "112", "Línea 024", "024", "www.sanidad.gob.es" },
  { "FR", "112", "Numéro national de prévention du suicide", "3114", "3114.fr" },
  { "GB", "999", "Samaritans", "116 123", "www.samaritans.org" },
  { "IE", "112", "Samaritans", "116 123", "www.samaritans.org" },
  { "IN", "112", "Tele MANAS", "14416", "telemanas.mohfw.gov.in" },
  { "IT", "112", "Telefono Amico", "02 2327 2327", "www.telefonoamico.it" },
  { "LI", "144", "Die Dargebotene Hand", "143", "www.143.ch" },
  { "NL", "112", "113 Zelfmoordpreventie", "113, 0800 0113", "www.113.nl" },
  { "NO", "113", "Mental Helse", "116 123", "mentalhelse.no" },
  { "NZ", "111", "1737, Need to talk?", "1737", "1737.org.nz" },
  { "PL", "112", "Kryzysowy Telefon Zaufania", "116 123", "116123.pl" },
  { "SE", "112", "Mind Självmordslinjen", "90101", "mind.se" },
  { "US", "911", "988 Suicide & Crisis Lifeline", "988", "988lifeline.org" },
};

/* Of oneself, now: words about the subject, as in a mail that is looked for, are not enough.
 * Folded, with blanks around each word. */
static const char *const phrases[] = {
  /* English */
  " kill myself ", " killing myself ", " end my life ", " ending my life ", " take my own life ",
  " taking my own life ", " i want to die ", " i wanna die ", " i just want to die ",
  " i wish i was dead ", " i wish i were dead ", " better off dead ", " better off without me ",
  " i am suicidal ", " im suicidal ", " i feel suicidal ", " feeling suicidal ", " hurt myself ",
  " harm myself ", " cut myself ", " cutting myself ", " no reason to live ",
  " nothing to live for ", " dont want to live ", " do not want to live ",
  " dont want to be alive ", " cant go on living ", " want it all to end ",
  " thinking about suicide ", " thinking of suicide ", " commit suicide ",
  /* German */
  " mich umbringen ", " bringe mich um ", " bring mich um ", " nehme mir das leben ",
  " mir das leben nehmen ", " will nicht mehr leben ", " mag nicht mehr leben ",
  " mochte nicht mehr leben ", " will sterben ", " mochte sterben ", " ware ich doch tot ",
  " ware lieber tot ", " mich verletzen ", " mich selbst verletzen ", " mir etwas antun ",
  " mir was antun ", " denke an selbstmord ", " denke an suizid ", " bin suizidal ",
  " will mich toten ", " mich toten ",
  /* French, Spanish, Italian, Dutch, Portuguese */
  " me suicider ", " envie de mourir ", " veux mourir ", " me tuer ", " quiero morir ",
  " suicidarme ", " matarme ", " quitarme la vida ", " voglio morire ", " uccidermi ",
  " suicidarmi ", " farla finita ", " zelfmoord plegen ", " wil dood ", " wil niet meer leven ",
  " me matar ", " quero morrer "
};

/* The same words where nobody is in danger. */
static const char *const figures[] = {
  " laughing ", " of laughter ", " with laughter ", " shaving ",
  " cooking ",  " kochen ",      " rasieren ",
};

/**
 * hearth_help_is_needed:
 * @text: what the owner said
 *
 * Returns: whether somebody who says this may want to hurt themselves
 */
gboolean
hearth_help_is_needed (const char *text)
{
  g_autofree char *bounded = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_TEXT));
  g_autofree char *folded = hearth_text_fold (bounded);
  GString *words = g_string_new (" ");
  gboolean found = FALSE;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalnum (c))
      g_string_append_unichar (words, c);
    else if (c != '\'' && c != 0x2019 && words->str[words->len - 1] != ' ')
      g_string_append_c (words, ' ');
  }
  g_string_append_c (words, ' ');
  for (gsize i = 0; i < G_N_ELEMENTS (phrases) && !found; i++)
    found = strstr (words->str, phrases[i]) != NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (figures) && found; i++)
    found = strstr (words->str, figures[i]) == NULL;
  g_string_free (words, TRUE);
  return found;
}

/**
 * hearth_help_write:
 * @country: two capitals by ISO 3166-1; "" where it is not known
 *
 * Returns: (transfer full): where somebody in distress finds people, with the numbers of @country
 */
char *
hearth_help_write (const char *country)
{
  GString *text = g_string_new (NULL);
  const Help *help = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    if (strcmp (places[i].country, country) == 0)
      help = &places[i];
  }
  g_string_append (text, _("It is good that you say it. I am a program and cannot carry this with "
                            "you; people can, and they want to hear from you now."));
  g_string_append (text, "\n\n");
  if (help != NULL) {
    /* Translators: the first %s is who answers, the second a telephone number, the third a site */
    g_string_append_printf (text, _("- %s: %s (%s)"), help->line, help->number, help->site);
    g_string_append_c (text, '\n');
  } else {
    g_string_append (text, _("- Who listens where you are: findahelpline.com"));
    g_string_append_c (text, '\n');
  }
  g_string_append_printf (text, _("- If you are in danger right now: %s"),
                          help != NULL ? help->emergency : "112");
  g_string_append (text, "\n\n");
  g_string_append (text, _("Is there somebody near you whom you could call or sit with? You need "
                            "not explain much. “I am not well, can you come?” is enough."));
  return g_string_free (text, FALSE);
}
