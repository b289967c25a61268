/** What the README shows, compiled with the tests so that it stays true. */
package io.github.exectrace.example;
