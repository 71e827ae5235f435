// Reads QR codes with the camera where the browser can (BarcodeDetector); elsewhere the field beneath is the way.
"use strict";

(async () => {
  const box = document.querySelector("[data-camera]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const kinds = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!kinds.includes("qr_code")) return;

  const video = box.querySelector("video");
  const says = box.querySelector("[data-camera-says]");
  const form = document.querySelector("[data-code]");
  const reader = new BarcodeDetector({ formats: ["qr_code"] });
  let last = "";
  box.hidden = false;

  const look = async () => {
    const [found] = await reader.detect(video).catch(() => []);
    if (found && found.rawValue !== last) {
      last = found.rawValue;
      form.elements.code.value = last;
      form.requestSubmit();
      navigator.vibrate?.(40);
    }
    setTimeout(look, 250);
  };

  box.querySelector("[data-scan]").addEventListener("click", async (event) => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      await video.play();
      event.target.hidden = true;
      says.textContent = "Hold a guest’s code before the camera.";
      look();
    } catch {
      says.textContent = "The camera could not be opened. Type the code instead.";
    }
  });
})();
